// SPDX-License-Identifier: Apache-2.0
/**
 * The factory's figures and a request's story as text for a terminal of 80 columns.
 *
 * <p>Knows the gateway's JSON, not how it is fetched on a schedule or which command asked. Start with
 * {@link io.wattmill.standalone.board.TopText} and {@link
 * io.wattmill.standalone.board.ExplainText}.
 */
@NullMarked
package io.wattmill.standalone.board;

import org.jspecify.annotations.NullMarked;
