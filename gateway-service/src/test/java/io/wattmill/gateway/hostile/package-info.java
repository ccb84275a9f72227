// SPDX-License-Identifier: Apache-2.0
/**
 * What the front door does with callers and engines that mean harm: tables of cases, each over a
 * real socket. A new case is a line of a table. Start with {@link
 * io.wattmill.gateway.hostile.SmugglingTest}.
 */
@NullMarked
package io.wattmill.gateway.hostile;

import org.jspecify.annotations.NullMarked;
