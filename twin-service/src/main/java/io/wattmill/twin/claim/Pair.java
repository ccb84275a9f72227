// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** Two sides and what b has over a: all that a ratio is made of. */
public record Pair(Side a, Side b, Advantage advantage) {}
