// SPDX-License-Identifier: Apache-2.0
/** What commands print, from answers written down here. */
@NullMarked
package io.wattmill.standalone.board;

import org.jspecify.annotations.NullMarked;
