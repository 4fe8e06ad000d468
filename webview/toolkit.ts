import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
  type Checkbox,
  type Dropdown,
  type Panels,
  type RadioGroup,
  type TextField,
} from '@vscode/webview-ui-toolkit';

/** The one place that knows the control library: a successor would be put in here. */
export type { Checkbox, Dropdown, Panels, RadioGroup, TextField };

/** Defines the custom elements of the controls that the designer uses. */
export function defineControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextField(),
  );
}
