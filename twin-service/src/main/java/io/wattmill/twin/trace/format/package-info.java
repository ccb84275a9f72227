// SPDX-License-Identifier: Apache-2.0
/**
 * Published trace formats, read line by line within limits; what is wrong is told with its line.
 * Must not know files or who uses the trace. Start at {@link
 * io.wattmill.twin.trace.format.TraceReader}.
 */
@NullMarked
package io.wattmill.twin.trace.format;

import org.jspecify.annotations.NullMarked;
