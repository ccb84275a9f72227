// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import java.util.UUID;

/** A part of a window's energy, microjoules. */
public sealed interface Share {

    /** Microjoules, 0 or more. */
    long energyUj();

    /** What it was used for. */
    ShareKind kind();

    /** A part that a request used. */
    record OfRequest(UUID requestId, int attempt, ShareKind kind, long energyUj) implements Share {}

    /** A part that no request used. */
    record Overhead(ShareKind kind, long energyUj) implements Share {}
}
