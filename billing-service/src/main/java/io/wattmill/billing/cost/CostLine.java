// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

/** A portion's part of its window's amounts. */
public record CostLine(int ordinal, Bearer bearer, Amounts amounts) {}
