/**
 * ML.ENERGY's engines in steady state, and what the engine model tells of them. Start at {@link
 * io.wattmill.twin.fidelity.steady.Saturated}.
 */
@NullMarked
package io.wattmill.twin.fidelity.steady;

import org.jspecify.annotations.NullMarked;
