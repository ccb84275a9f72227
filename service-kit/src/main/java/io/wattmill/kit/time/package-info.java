// SPDX-License-Identifier: Apache-2.0
/**
 * Time as an argument: the wall clock and the monotonic ticker, kept apart. Knows nothing else.
 * Start at {@link io.wattmill.kit.time.Clock}.
 */
@NullMarked
package io.wattmill.kit.time;

import org.jspecify.annotations.NullMarked;
