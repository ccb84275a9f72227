// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.upload;

/**
 * What one owner may keep.
 *
 * @param maxBytes of one trace
 * @param maxTraces how many
 * @param maxTotalBytes of all of them together
 */
public record UploadQuota(long maxBytes, int maxTraces, long maxTotalBytes) {}
