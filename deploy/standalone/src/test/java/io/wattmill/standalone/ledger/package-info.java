// SPDX-License-Identifier: Apache-2.0
/** The file of acknowledgements and the verdict, without a ledger. */
@NullMarked
package io.wattmill.standalone.ledger;

import org.jspecify.annotations.NullMarked;
