// SPDX-License-Identifier: Apache-2.0
/**
 * The twin: will a facility plan work, and a fleet of emulated nodes to run the suite on.
 *
 * <p>Composition root and configuration only. Plans and rules are in {@code twin.planfile}, {@code
 * twin.plan}, {@code twin.rule} and {@code twin.check}, traces and what is done with them in {@code
 * twin.trace}, {@code twin.replay} and {@code twin.simulate}, the emulated fleet in {@code
 * twin.emulator}, the REST API in {@code twin.http}. The twin may use the router's pure packages;
 * nothing of the suite may depend on the twin.
 *
 * <p>Start reading at {@link io.wattmill.twin.TwinService}.
 */
@NullMarked
package io.wattmill.twin;

import org.jspecify.annotations.NullMarked;
