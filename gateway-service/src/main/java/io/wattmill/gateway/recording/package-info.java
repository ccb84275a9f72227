// SPDX-License-Identifier: Apache-2.0
/**
 * What a recording says of a request that has ended, and in which words: arrival, lengths, shared
 * prefixes and outcome, under pseudonyms, and never what was said. The format is described in
 * docs/reference/recording.md.
 *
 * <p>Knows nothing of files, queues or time. Start with {@link
 * io.wattmill.gateway.recording.RecordingLines}.
 */
@NullMarked
package io.wattmill.gateway.recording;

import org.jspecify.annotations.NullMarked;
