// SPDX-License-Identifier: Apache-2.0
/**
 * Where a trace comes from: a file or a seed. Opens files; must not know HTTP or who replays the
 * trace. Start at {@link io.wattmill.twin.trace.source.TraceSource}.
 */
@NullMarked
package io.wattmill.twin.trace.source;

import org.jspecify.annotations.NullMarked;
