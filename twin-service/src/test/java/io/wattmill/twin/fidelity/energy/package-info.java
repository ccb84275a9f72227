/**
 * Joules per token of ML.ENERGY's measurements, each model told by a fit to the others. Start at
 * {@link io.wattmill.twin.fidelity.energy.MlEnergy}.
 */
@NullMarked
package io.wattmill.twin.fidelity.energy;

import org.jspecify.annotations.NullMarked;
