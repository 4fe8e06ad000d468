// The WebAssembly kernels: what the host sees. Wrapped with types, and with addresses hidden, in ../kernels.ts.
export { arenaStart } from './memory';
export { gemm } from './gemm';
export { trapezoidGram, trapezoidProduct } from './triangular';
export { potrf, potrs } from './cholesky';
export { eigenvalues, eigenvaluesScratch } from './eigenvalues';
export { tridiagonalise, tridiagonalScratch, reflect } from './tridiagonal';
export { seek, seekRow, position, inHalf } from './philox';
export { uniform, fillUniform, fillNormal, fillChiSquare, fillBelow, fillChi } from './continuous';
export { binomialQuantile } from './binomial';
export { fillRademacher, fillLaplace, fillStudentT } from './standardised';
