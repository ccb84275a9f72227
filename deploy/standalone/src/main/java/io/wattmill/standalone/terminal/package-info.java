// SPDX-License-Identifier: Apache-2.0
/**
 * The terminal itself: its modes, its size, its keys and its second screen, and how it is given
 * back as it was.
 *
 * <p>Knows nothing of what is shown. Start with {@link io.wattmill.standalone.terminal.Terminal}.
 */
@NullMarked
package io.wattmill.standalone.terminal;

import org.jspecify.annotations.NullMarked;
