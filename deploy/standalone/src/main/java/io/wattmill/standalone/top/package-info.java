// SPDX-License-Identifier: Apache-2.0
/**
 * {@code wattmill top} on a terminal: what keys do, and when the screen is drawn again.
 *
 * <p>Knows nothing of the gateway's JSON nor of the terminal's codes. Start with {@link
 * io.wattmill.standalone.top.TopView}, which is pure; {@link io.wattmill.standalone.top.TopSession}
 * is its shell.
 */
@NullMarked
package io.wattmill.standalone.top;

import org.jspecify.annotations.NullMarked;
