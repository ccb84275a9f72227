// SPDX-License-Identifier: Apache-2.0
/**
 * The twin: will a facility plan work, and a fleet of emulated nodes to run the suite on.
 *
 * <p>Composition root and configuration only. A plan goes through {@code twin.planfile}, {@code
 * twin.plan}, {@code twin.rule} and {@code twin.check}; its load through {@code twin.trace} and
 * {@code twin.simulate}; its building and its money through {@code twin.weather}, {@code
 * twin.facility}, {@code twin.availability} and {@code twin.economics}. {@code twin.assemble} joins
 * all of it to one {@code twin.answer}, which {@code twin.report} shows, {@code twin.diff}
 * compares, and {@code twin.runs} and {@code twin.store} keep. Beside it stand {@code twin.claim}
 * (claims of vendors), {@code twin.evaluate} (placement policies), {@code twin.predict} (serving
 * points), {@code twin.replay} (traces over HTTP), the emulated fleet in {@code twin.emulator} and
 * the REST API in {@code twin.http}. The twin may use the router's pure packages; nothing of the
 * suite may depend on the twin.
 *
 * <p>Start reading at {@link io.wattmill.twin.TwinService} for the wiring, at {@link
 * io.wattmill.twin.assemble.Answering} for what becomes of a plan.
 */
@NullMarked
package io.wattmill.twin;

import org.jspecify.annotations.NullMarked;
