// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import java.util.UUID;

/**
 * What a segment says of itself.
 *
 * @param number grows by one from segment to segment
 * @param baseSequence last sequence that was given out before this segment
 * @param baseInstantUs last instant of admission that was given out before it, epoch microseconds
 * @param journalId the journal that it belongs to
 */
record SegmentHeader(long number, long baseSequence, long baseInstantUs, UUID journalId) {}
