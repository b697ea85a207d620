// flags: -std=c++20 -fno-exceptions -fno-rtti
// The same where a null text cannot be thrown about, with the texts of C++20.

#include "a_null_text_is_nothing_or_refused_by_name.cpp"
