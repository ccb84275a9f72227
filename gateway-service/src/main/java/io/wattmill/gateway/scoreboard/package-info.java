// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of the factory at this moment, each with its source and age.
 *
 * <p>Knows nothing of sockets or of how the figures arrive; time is an argument. Start with {@link
 * io.wattmill.gateway.scoreboard.Scoreboard}.
 */
@NullMarked
package io.wattmill.gateway.scoreboard;

import org.jspecify.annotations.NullMarked;
