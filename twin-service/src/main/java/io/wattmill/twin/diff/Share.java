// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.math.BigDecimal;
import java.util.List;

/**
 * What exchanging parts of the plan adds to a metric.
 *
 * @param parts one, or those that cannot be exchanged without each other
 * @param adds in the metric's unit; negative where it takes away
 */
public record Share(List<String> parts, BigDecimal adds) {}
