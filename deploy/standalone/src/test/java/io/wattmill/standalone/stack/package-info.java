// SPDX-License-Identifier: Apache-2.0
/**
 * That no library with a known hole is on the class path. The table is known-bad.csv. Start with
 * {@link io.wattmill.standalone.stack.StackTest}.
 */
@NullMarked
package io.wattmill.standalone.stack;

import org.jspecify.annotations.NullMarked;
