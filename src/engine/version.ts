import { version } from '../../package.json';

/** Version of the engine: that of the package. Results files carry it. */
export const engineVersion: string = version;
