import type { DesignerToHost, HostToDesigner } from '../src/engine/messages';
import { readViewState, type ViewState } from './viewState';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the designer knows it: typed messages both ways, and a view state that survives reloads. */
export interface Host {
  post(message: DesignerToHost): void;
  readonly savedView: ViewState;
  saveView(view: ViewState): void;
}

/** Connects to VS Code. May be called once: VS Code hands out its API a single time. */
export function connectHost(receive: (message: HostToDesigner) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<HostToDesigner>) => receive(event.data));
  return {
    post: (message) => api.postMessage(message),
    savedView: readViewState(api.getState()),
    saveView: (view) => api.setState(view),
  };
}

/** Sends every error that nothing else catches to the host's log. */
export function reportFaults(host: Host): void {
  const describe = (reason: unknown) =>
    reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  window.addEventListener('error', (event) => {
    host.post({ type: 'fault', message: event.error === null ? event.message : describe(event.error) });
  });
  window.addEventListener('unhandledrejection', (event) => {
    host.post({ type: 'fault', message: describe(event.reason) });
  });
}
