// SPDX-License-Identifier: Apache-2.0
/**
 * Looks for engines on this host: reads the process list, asks the ports of the loopback that it is
 * told to, and checks that what it found answers as its kind does. It only reads.
 *
 * <p>It must not know what becomes of what it finds. Start reading at {@link
 * io.wattmill.agent.search.EngineSearch}.
 */
@NullMarked
package io.wattmill.agent.search;

import org.jspecify.annotations.NullMarked;
