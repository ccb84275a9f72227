// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

/**
 * Bounds of the files of one backlog.
 *
 * @param maxBytes of all of them
 * @param segmentBytes of one
 * @param syncNanos how long what was written waits for fsync
 * @param retryNanos how long a disk that refused is left alone
 */
public record SpoolLimits(long maxBytes, long segmentBytes, long syncNanos, long retryNanos) {}
