// SPDX-License-Identifier: Apache-2.0
/**
 * Takes what a gateway recorded of the site's workload out of it, as one file. Must not know who
 * reads that. Start at {@link io.wattmill.standalone.recording.RecordingExport}.
 */
@NullMarked
package io.wattmill.standalone.recording;

import org.jspecify.annotations.NullMarked;
