/**
 * How close the twin comes to what was measured: one package per public data set, each a program
 * ({@code deploy/measure/fidelity}) and a test on the same rows. Start at the package of a data
 * set; {@link io.wattmill.twin.fidelity.data} holds what all share.
 */
@NullMarked
package io.wattmill.twin.fidelity;

import org.jspecify.annotations.NullMarked;
