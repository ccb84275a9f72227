// SPDX-License-Identifier: Apache-2.0
/**
 * A plan's money: its tariff, what it builds and buys, and a year of both with an interval.
 *
 * <p>The one place of {@code economics} that knows plans. Start reading at {@link
 * io.wattmill.twin.economics.planned.PlannedCost}.
 */
@NullMarked
package io.wattmill.twin.economics.planned;

import org.jspecify.annotations.NullMarked;
