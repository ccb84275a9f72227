// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.wattmill.billing.account;

import org.jspecify.annotations.NullMarked;
