// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

/**
 * One part of what a year costs.
 *
 * @param label what for
 * @param perYear in the answer's currency; an estimate, so no money that is owed
 */
public record CostLine(String label, Figure perYear) {}
