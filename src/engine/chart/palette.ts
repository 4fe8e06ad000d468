/** What a chart is drawn on. */
export type Background = 'light' | 'dark' | 'highContrastLight' | 'highContrastDark';

/** The darkest light and the lightest dark background that VS Code's own themes have, against which colours hold. */
export const backgrounds: Readonly<Record<Background, string>> = {
  light: '#ffffff',
  dark: '#1f1f1f',
  highContrastLight: '#ffffff',
  highContrastDark: '#000000',
};

/**
 * Colours of the series, in order: blue, vermilion, green and purple as in Okabe and Ito's set, then four more. They
 * differ in lightness as well as in hue, so that they stay apart with any colour vision, and each has a contrast of
 * at least 3:1 to its background (4.5:1 in high contrast). The tests measure both.
 */
export const categories: Readonly<Record<Background, readonly string[]>> = {
  light: ['#1060a8', '#e0591b', '#12a186', '#7a1f5c', '#343d0c', '#ab73dd', '#874b7e', '#3d329e'],
  dark: ['#2f86f0', '#f98b45', '#7ff0dc', '#b5699a', '#f0e060', '#86b4dc', '#e8be94', '#c5bff8'],
  highContrastLight: ['#004c99', '#bf4a00', '#008068', '#66124e', '#2b3308', '#8f57c6', '#7c4674', '#33278f'],
  highContrastDark: ['#2f86f0', '#f98b45', '#7ff0dc', '#b5699a', '#f0e060', '#86b4dc', '#e8be94', '#c5bff8'],
};

/** Ends and middle of an ordered ramp, for more series than there are categories: only their order can be seen. */
export const ramps: Readonly<Record<Background, readonly string[]>> = {
  light: ['#3b0f70', '#1060a8', '#12a186', '#8f8a00', '#e0591b'],
  dark: ['#a98bff', '#2f86f0', '#3fc9a8', '#f0e060', '#f98b45'],
  highContrastLight: ['#3b0f70', '#004c99', '#008068', '#7d6600', '#a33c00'],
  highContrastDark: ['#b7a2ff', '#4c9bff', '#35dfa5', '#fff06a', '#ff9c4a'],
};
