// SPDX-License-Identifier: Apache-2.0
/**
 * What this host offers an agent, which engines run on it, what is missing and why, and what each
 * reading costs: looked at once, for a person or a script.
 *
 * <p>It must not change anything on the host. Start reading at {@link
 * io.wattmill.agent.probe.Prober}; {@link io.wattmill.agent.probe.ProbeText} and {@link
 * io.wattmill.agent.probe.ProbeJson} say what it found.
 */
@NullMarked
package io.wattmill.agent.probe;

import org.jspecify.annotations.NullMarked;
