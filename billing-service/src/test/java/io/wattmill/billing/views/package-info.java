// SPDX-License-Identifier: Apache-2.0
/** Tests of the analysts' views. */
@NullMarked
package io.wattmill.billing.views;

import org.jspecify.annotations.NullMarked;
