import type { Background } from '../palette';

/**
 * Colours from little to much, evenly spaced in value. The least is close to the background and the largest far from
 * it, so that more ink (or light) means more; lightness changes steadily, so that the order is seen with any colour
 * vision and in print without colours.
 */
export const heatMapColours: Readonly<Record<Background, readonly string[]>> = {
  light: ['#f2f7e4', '#d6edd0', '#abdcc1', '#74c5bb', '#45a8b8', '#2c87ae', '#27659e', '#2a4585', '#25245c'],
  dark: ['#232b49', '#2b4273', '#2d5c93', '#2f78a6', '#3b96ae', '#56b3b1', '#84cdb6', '#b7e3c4', '#eaf6dc'],
  highContrastLight: [
    '#fbfdf0',
    '#daf0d2',
    '#a8dcc0',
    '#6bc3bb',
    '#369fb8',
    '#1f7bab',
    '#1a5797',
    '#1b3579',
    '#13124a',
  ],
  highContrastDark: [
    '#0d1433',
    '#1d2f63',
    '#234c8c',
    '#276da8',
    '#348fb3',
    '#52b0b4',
    '#86d0b9',
    '#bfe9ca',
    '#f6ffe8',
  ],
};

/** Colours of losses and gains: orange where synthetic data hurt, blue where they help, neutral (the middle) at 0. */
export const gainColours: Readonly<Record<Background, readonly string[]>> = {
  light: ['#7a2c00', '#b84a08', '#e57f36', '#f6bd8d', '#f7f5f2', '#b9d5ec', '#6fa8d8', '#2a73b5', '#0b3f78'],
  dark: ['#ffc690', '#f49a50', '#c46c24', '#7c4622', '#2e2d2f', '#27476d', '#2f74b8', '#62a6ec', '#b5d8ff'],
  highContrastLight: [
    '#662200',
    '#a84000',
    '#de7326',
    '#f5b885',
    '#fffdfa',
    '#b2d2ee',
    '#5f9fd6',
    '#1763a8',
    '#003066',
  ],
  highContrastDark: [
    '#ffd0a0',
    '#ffa04f',
    '#cc6a1a',
    '#783a0c',
    '#0f0e10',
    '#123c6b',
    '#2375c4',
    '#64b0ff',
    '#c2e1ff',
  ],
};

/** Cells without a value: a grey that is in neither range. */
export const groundColours: Readonly<Record<Background, string>> = {
  light: '#c9c9c9',
  dark: '#5a5a5a',
  highContrastLight: '#b5b5b5',
  highContrastDark: '#6b6b6b',
};
