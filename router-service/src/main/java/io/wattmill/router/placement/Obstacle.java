// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * Why an engine cannot take a request.
 *
 * @param reason for a person, for example {@code draining since 16:58 (operator)}
 */
public record Obstacle(Kind kind, String reason) {
    /** In the order in which they are looked for: what never changes first, what passes last. */
    public enum Kind {
        /** It does not serve the model. */
        MODEL,
        /** Its node lacks a label. */
        LABEL,
        /** The request is longer than its context. */
        LENGTH,
        /** This request failed there before. */
        EXCLUDED,
        /** Its node or the engine itself takes no work now. */
        UNFIT,
        /** It is a hosted API and has as many requests as it may. */
        FULL
    }
}
