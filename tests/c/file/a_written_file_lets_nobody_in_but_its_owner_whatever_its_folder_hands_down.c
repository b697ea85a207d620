/* A written file lets nobody in but its owner, whatever its folder hands down. */

#include "../harness.h"
#include "../harness/wine.h"

#ifdef _WIN32

static PSID this_user(void)
{
    static long long room[16];
    HANDLE token;
    DWORD length;
    CHECK(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    CHECK(GetTokenInformation(token, TokenUser, room, sizeof room, &length));
    CloseHandle(token);
    return ((TOKEN_USER *)room)->User.Sid;
}

/* Everybody may do everything with what is in the folder. */
static void hand_down_all(const char *folder)
{
    PSID everybody = NULL;
    SID_IDENTIFIER_AUTHORITY world = { SECURITY_WORLD_SID_AUTHORITY };
    PACL list = NULL;
    CHECK(AllocateAndInitializeSid(&world, 1, 0, 0, 0, 0, 0, 0, 0, 0, &everybody));
    EXPLICIT_ACCESSA entry = { .grfAccessPermissions = GENERIC_ALL,
                               .grfAccessMode = SET_ACCESS,
                               .grfInheritance = SUB_CONTAINERS_AND_OBJECTS_INHERIT };
    entry.Trustee.TrusteeForm = TRUSTEE_IS_SID;
    entry.Trustee.ptstrName = everybody;
    CHECK_EQ(SetEntriesInAclA(1, &entry, NULL, &list), ERROR_SUCCESS);
    CHECK_EQ(SetNamedSecurityInfoA((char *)folder, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL,
                                   list, NULL),
             ERROR_SUCCESS);
    LocalFree(list);
    FreeSid(everybody);
}

/* How many identities the file's list lets in beside the system's own, which Wine puts into each. */
static int let_in(const char *path, bool *is_own, bool *is_protected)
{
    PSECURITY_DESCRIPTOR descriptor;
    PSID owner;
    PACL list;
    SECURITY_DESCRIPTOR_CONTROL control;
    DWORD revision;
    int count = 0;
    CHECK_EQ(GetNamedSecurityInfoA((char *)path, SE_FILE_OBJECT,
                                   OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, NULL,
                                   &list, NULL, &descriptor),
             ERROR_SUCCESS);
    CHECK(GetSecurityDescriptorControl(descriptor, &control, &revision));
    CHECK(list != NULL);
    *is_protected = (control & SE_DACL_PROTECTED) != 0;
    *is_own = EqualSid(owner, this_user());
    for (WORD i = 0; i < list->AceCount; i++) {
        ACCESS_ALLOWED_ACE *entry;
        CHECK(GetAce(list, i, (void **)&entry));
        CHECK_EQ(entry->Header.AceType, ACCESS_ALLOWED_ACE_TYPE);
        CHECK_EQ(entry->Header.AceFlags, 0);
        PSID who = &entry->SidStart;
        if (is_wine() && IsWellKnownSid(who, WinLocalSystemSid))
            continue;
        count++;
        *is_own = *is_own && EqualSid(who, owner);
    }
    LocalFree(descriptor);
    return count;
}

static void check_owners_alone(const char *path)
{
    bool is_own, is_protected;
    CHECK_EQ(let_in(path, &is_own, &is_protected), 1);
    CHECK(is_own);
    /* Wine makes the list anew of the mode that it has made of ours, and forgets this. */
    CHECK(is_protected || is_wine());
}

static void check_others_let_in(const char *path)
{
    bool is_own, is_protected;
    CHECK(let_in(path, &is_own, &is_protected) > 1);
}

#else

/* The folder's group, and all rights. */
static void hand_down_all(const char *folder)
{
    CHECK_EQ(chmod(folder, 02777), 0);
}

static void check_owners_alone(const char *path)
{
    CHECK_EQ(mode_of(path), S_IFREG | 0600);
}

static void check_others_let_in(const char *path)
{
    CHECK_EQ(chmod(path, 0666), 0);
}

#endif

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    enter_folder();
    CHECK(make_folder("open"));
    hand_down_all("open");
    put("open/license", "old");
    check_others_let_in("open/license");
    /* One that is new, one that replaces another, and each of them again. */
    for (int i = 0; i < 2; i++) {
        OK(af_write_activation_request(client, NULL, "open/request", &error));
        check_owners_alone("open/request");
        OK(af_activate_offline(client, LASTING_KEY, "open/license", NULL, &error));
        check_owners_alone("open/license");
    }
    /* In a folder that had to be made, too. */
    OK(af_write_activation_request(client, NULL, "open/new/request", &error));
    check_owners_alone("open/new/request");
    /* And its owner gets in. */
    OK(af_login_from_file(client, "open/license", NULL, &error));
    leave_folder();
    af_client_free(client);
    return 0;
}
