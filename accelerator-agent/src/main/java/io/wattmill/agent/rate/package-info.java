// SPDX-License-Identifier: Apache-2.0
/**
 * What an engine makes per second and per joule, from what its counters and its devices' meters
 * gained over the last seconds.
 *
 * <p>It must not know who shows it, nor read anything. Start reading at {@link
 * io.wattmill.agent.rate.RateBook}.
 */
@NullMarked
package io.wattmill.agent.rate;

import org.jspecify.annotations.NullMarked;
