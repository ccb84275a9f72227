// SPDX-License-Identifier: Apache-2.0
/**
 * What `up` says: pure text from facts, so that each line can be tested as it is read.
 *
 * <p>It must not start, read or wait for anything. Start reading at {@link
 * io.wattmill.standalone.screen.UpScreen}.
 */
@NullMarked
package io.wattmill.standalone.screen;

import org.jspecify.annotations.NullMarked;
