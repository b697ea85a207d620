/// \file
/// Variables of the app and of the license.

#ifndef AUTHFORGE_VARIABLES_HPP
#define AUTHFORGE_VARIABLES_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/sequence.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace authforge {

namespace detail {

/// The C functions of one scope.
struct Scope {
  bool (*get_bool)(const af_session*, const char*, bool);
  std::int64_t (*get_int)(const af_session*, const char*, std::int64_t);
  double (*get_double)(const af_session*, const char*, double);
  const char* (*get_string)(const af_session*, const char*, const char*);
  af_variable_type (*type)(const af_session*, const char*);
  std::size_t (*count)(const af_session*);
  const char* (*name)(const af_session*, std::size_t);
  const char* (*json)(const af_session*);
};

inline constexpr Scope license_scope{
    af_session_license_bool, af_session_license_int,   af_session_license_double, af_session_license_string,
    af_session_license_type, af_session_license_count, af_session_license_name,   af_session_license_json};

inline constexpr Scope app_scope{
    af_session_app_bool, af_session_app_int,   af_session_app_double, af_session_app_string,
    af_session_app_type, af_session_app_count, af_session_app_name,   af_session_app_json};

} // namespace detail

/// One variable. Borrowed from the session, as its name and text are. A variable that does not exist has
/// the type `VariableType::none` and no value.
class Variable {
 public:
  /// Its name.
  std::string_view name() const noexcept { return detail::lent_or_empty(name_); }

  /// What it is.
  VariableType type() const noexcept { return static_cast<VariableType>(scope_->type(session_, name_)); }

  /// Its value, if it is a boolean.
  std::optional<bool> get_bool() const noexcept {
    // Whoever answers two fallbacks with the same value has one of its own.
    const bool value = scope_->get_bool(session_, name_, false);
    if (value != scope_->get_bool(session_, name_, true)) return std::nullopt;
    return value;
  }

  /// Its value, if it is a whole number of 64 bits.
  std::optional<std::int64_t> get_int() const noexcept {
    const std::int64_t value = scope_->get_int(session_, name_, 0);
    if (value != scope_->get_int(session_, name_, 1)) return std::nullopt;
    return value;
  }

  /// Its value, if it is a number of any kind.
  std::optional<double> get_double() const noexcept {
    const VariableType is = type();
    if (is != VariableType::number && is != VariableType::integer) return std::nullopt;
    return scope_->get_double(session_, name_, 0.0);
  }

  /// Its value, if it is a text. Borrowed from the session.
  std::optional<std::string_view> get_string() const noexcept {
    return detail::lent(scope_->get_string(session_, name_, nullptr));
  }

 private:
  friend class Variables;

  Variable(const af_session* session, const detail::Scope* scope, const char* name) noexcept
      : session_(session), scope_(scope), name_(name) {}

  const af_session* session_;
  const detail::Scope* scope_;
  const char* name_;
};

/// The variables of one scope, sorted by name. A view: borrowed from the session. Names are UTF-8 and of
/// exact case.
///
///     std::string_view tier = session.license().get_string("tier").value_or("basic");
///     for (authforge::Variable variable : session.app()) print(variable.name());
class Variables {
 public:
  using value_type = Variable;
  /// Goes through the variables in order of their names.
  using Iterator = detail::Iterator<Variables>;

  /// No session.
  Variables() noexcept = default;

  /// What a variable is; `VariableType::none` if there is none of this name.
  VariableType type(const TextArgument& name) const {
    return read(name, &Variable::type);
  }

  /// The value of a variable that is a boolean.
  std::optional<bool> get_bool(const TextArgument& name) const {
    return read(name, &Variable::get_bool);
  }

  /// The value of a variable that is a whole number of 64 bits.
  std::optional<std::int64_t> get_int(const TextArgument& name) const {
    return read(name, &Variable::get_int);
  }

  /// The value of a variable that is a number of any kind.
  std::optional<double> get_double(const TextArgument& name) const {
    return read(name, &Variable::get_double);
  }

  /// The value of a variable that is a text. Borrowed from the session.
  std::optional<std::string_view> get_string(const TextArgument& name) const {
    return read(name, &Variable::get_string);
  }

  /// How many there are.
  std::size_t size() const noexcept { return scope_->count(session_); }

  /// True if there are none.
  bool empty() const noexcept { return size() == 0; }

  /// One of them, by its place in the order of names; one that does not exist when out of range.
  Variable at(std::size_t index) const noexcept {
    return Variable(session_, scope_, scope_->name(session_, index));
  }

  Iterator begin() const noexcept { return Iterator(*this, 0); }
  Iterator end() const noexcept { return Iterator(*this, size()); }

  /// All of them as a JSON object, "{}" when there are none. Borrowed; empty for an empty session.
  std::string_view json() const noexcept { return detail::lent_or_empty(scope_->json(session_)); }

 private:
  friend class SessionView;

  Variables(const af_session* session, const detail::Scope* scope) noexcept
      : session_(session), scope_(scope) {}

  template <class Value>
  Value read(const TextArgument& name, Value (Variable::*get)() const noexcept) const {
    const detail::Text text(name);
    return (Variable(session_, scope_, text.c_str()).*get)();
  }

  const af_session* session_ = nullptr;
  const detail::Scope* scope_ = &detail::license_scope;
};

} // namespace authforge

#endif // AUTHFORGE_VARIABLES_HPP
