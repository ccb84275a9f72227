// SPDX-License-Identifier: Apache-2.0
/**
 * The metrics pages of engines: under which names each kind tells its figures, in which versions,
 * and how a page becomes a reading.
 *
 * <p>It must not know where a page came from. Start reading at {@link
 * io.wattmill.agent.enginepage.MetricNames}, which is the table; {@link
 * io.wattmill.agent.enginepage.EnginePage} reads by it.
 */
@NullMarked
package io.wattmill.agent.enginepage;

import org.jspecify.annotations.NullMarked;
