// SPDX-License-Identifier: Apache-2.0
/**
 * A fleet in virtual time: requests of a trace, placed by the router's own code, in turn, or where
 * a record says, served by engines that do what the engine model says. Same fleet, trace and
 * settings, same run, whatever the host.
 *
 * <p>Must not know plan files, HTTP, threads or clocks. Start reading at {@link
 * io.wattmill.twin.simulate.Simulation}.
 */
@NullMarked
package io.wattmill.twin.simulate;

import org.jspecify.annotations.NullMarked;
