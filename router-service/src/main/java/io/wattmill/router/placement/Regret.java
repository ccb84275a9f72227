// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * What a request lost by where it was placed, against the best other engine that was looked at, as
 * far as hindsight can tell: 0 where the chosen one was the best.
 *
 * @param nanos until its last token
 * @param microjoules above idle; 0 where nobody knows
 */
public record Regret(long nanos, long microjoules) {
    /** Nothing was lost, or there was nowhere else to go. */
    public static final Regret NONE = new Regret(0, 0);
}
