import { normalCdf } from '../../numerics/normal';
import { integrate } from './quadrature';

/** Steps narrower than this are below the rounding of what lies beside them. */
const NARROWEST = 1e-17;

/**
 * P(X > −α, Z > −β) for standard normal X, Z with correlation c in (−1, 1), with a relative error of about 1e-13
 * also where it is tiny.
 *
 * The derivative in c is the density of (X, Z) at the corner (Plackett's identity). From c = −1, where the
 * probability is max(0, Φ(α) − Φ(−β)), with c = −cos 2ψ,
 *
 *     P = max(0, Φ(α) − Φ(−β)) + (1/π) ∫₀^Ψ exp(−[(α+β)²/sin²ψ + (α−β)²/cos²ψ]/8) dψ,
 *
 * a sum of positive terms. The integrand has one peak, at tan²ψ = |α+β|/|α−β|, with a fall towards ψ = 0 on its one
 * side and towards ψ = π/2 on its other.
 * @param angle Ψ = atan2(√(1+c), √(1−c)), half the angle of the orthant as the standard normal plane sees it
 */
export function orthantProbability(alpha: number, beta: number, angle: number): number {
  const sum = Math.abs(alpha + beta);
  const difference = Math.abs(alpha - beta);
  const opposite =
    alpha + beta > 0 ? normalCdf(Math.min(alpha, beta)) - normalCdf(-Math.max(alpha, beta)) : 0;
  const peak = Math.min(angle, Math.atan2(Math.sqrt(sum), Math.sqrt(difference)));
  const rising = ramp(sum, difference, 0, peak);
  const falling = ramp(difference, sum, Math.PI / 2 - angle, Math.PI / 2 - peak);
  return opposite + (rising + falling) / Math.PI;
}

/**
 * ∫ exp(−[steep²/sin²ψ + flat²/cos²ψ]/8) dψ between two angles in [0, π/2]. In x with ψ = steep·sinh x the fall
 * towards ψ = 0 is as wide as anything else, however small steep is.
 */
function ramp(steep: number, flat: number, from: number, to: number): number {
  const scale = Math.max(NARROWEST, steep);
  const density = (x: number): number => {
    const stretched = Math.sinh(x);
    const psi = scale * stretched;
    const sine = steep / Math.sin(psi);
    const cosine = flat / Math.cos(psi);
    return Math.exp(-(sine * sine + cosine * cosine) / 8) * Math.sqrt(1 + stretched * stretched);
  };
  return scale * integrate(density, Math.asinh(from / scale), Math.asinh(to / scale));
}
