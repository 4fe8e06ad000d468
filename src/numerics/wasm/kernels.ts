// The WebAssembly kernels: what the host sees. Wrapped with types, and with addresses hidden, in ../kernels.ts.
export { arenaStart } from './memory';
export { gemm } from './gemm';
export { trapezoidGram, trapezoidProduct } from './triangular';
export { potrf, potrs } from './cholesky';
export { eigenvalues, eigenvaluesScratch } from './eigenvalues';
export { seek } from './philox';
export { fillUniform, fillNormal, fillChiSquare, fillBartlett } from './continuous';
export { binomial } from './binomial';
