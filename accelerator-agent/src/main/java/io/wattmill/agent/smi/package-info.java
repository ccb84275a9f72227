// SPDX-License-Identifier: Apache-2.0
/**
 * Devices as the program nvidia-smi tells about them, where its library cannot be used: less, and
 * at greater cost, so less often. It has no energy counter: power is integrated.
 *
 * <p>It must not know what the readings are for. Start reading at {@link
 * io.wattmill.agent.smi.SmiField} for the names, at {@link io.wattmill.agent.smi.SmiSource} for the
 * source.
 */
@NullMarked
package io.wattmill.agent.smi;

import org.jspecify.annotations.NullMarked;
