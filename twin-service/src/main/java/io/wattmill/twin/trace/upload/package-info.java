// SPDX-License-Identifier: Apache-2.0
/**
 * Traces that people sent to the twin: files in a folder of each owner, within quotas. Must not
 * know HTTP, nor what a trace's format means. Blocks. Start at {@link
 * io.wattmill.twin.trace.upload.UploadedTraces}.
 */
@NullMarked
package io.wattmill.twin.trace.upload;

import org.jspecify.annotations.NullMarked;
