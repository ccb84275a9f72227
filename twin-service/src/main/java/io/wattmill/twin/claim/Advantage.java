// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

/** How many times as much a GPU of side b yields as one of side a. */
public sealed interface Advantage {

    /** As the two sides' own throughputs say. */
    record OfTheSides() implements Advantage {}

    /** As a source says of the throughputs; side b's own figure then counts for nothing. */
    record OfThroughput(Figure times) implements Advantage {}

    /** As follows from what a source says of tokens per dollar, at the sides' prices. */
    record OfTokensPerDollar(Figure times) implements Advantage {}
}
