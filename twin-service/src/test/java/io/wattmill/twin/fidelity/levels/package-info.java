/**
 * Watts of kernels by phase, from the public kernel tables. Start at {@link
 * io.wattmill.twin.fidelity.levels.MeasuredLevels}.
 */
@NullMarked
package io.wattmill.twin.fidelity.levels;

import org.jspecify.annotations.NullMarked;
