// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the site's own workload down, in files by day, beside the requests' way: event loops leave
 * what has ended in a bounded queue, and one worker at a time empties it.
 *
 * <p>Knows nothing of routes, engines or what a line means. Start with {@link
 * io.wattmill.gateway.recorder.Recorder}.
 */
@NullMarked
package io.wattmill.gateway.recorder;

import org.jspecify.annotations.NullMarked;
