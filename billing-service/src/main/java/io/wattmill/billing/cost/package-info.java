// SPDX-License-Identifier: Apache-2.0
/**
 * What an attributed window costs beyond its device joules: host and facility joules, GPU time,
 * electricity and carbon, and who bears them. Pure: must not know SQL, nor how joules were
 * attributed. Start at {@link io.wattmill.billing.cost.WindowCost}.
 */
@NullMarked
package io.wattmill.billing.cost;

import org.jspecify.annotations.NullMarked;
