/** View type of the designer, as package.json contributes it. */
export const designerViewType = 'resolvent.designer';
