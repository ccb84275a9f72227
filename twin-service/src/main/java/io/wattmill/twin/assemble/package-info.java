// SPDX-License-Identifier: Apache-2.0
/**
 * The join of all layers: rules, simulation, the building's year, money and availability become one
 * answer, each figure with what is known of it.
 *
 * <p>Knows what every layer comes to; computes nothing that a layer could have computed itself, and
 * knows neither files nor formats.
 *
 * <p>Start reading at {@link io.wattmill.twin.assemble.Answers}.
 */
@NullMarked
package io.wattmill.twin.assemble;

import org.jspecify.annotations.NullMarked;
