import './styles/designer.css';
import './exportMenu';
import './form/checkbox';
import './form/comparison';
import './form/draftField';
import './form/dropdown';
import './form/radios';
import './form/settingValue';
import './form/slider';
import './results/chart';
import './results/details';
import './results/table';
import { Designer } from './designer';
import { defineControls } from './toolkit';

defineControls();
const root = document.getElementById('designer');
if (root === null) throw new Error('The page has no element with the id "designer".');
new Designer(root);
